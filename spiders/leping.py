from govreports.spider import PortalSpider


class Leping(PortalSpider):
    """景德镇市乐平市人民政府."""

    name = "leping"
    place = "乐平市"
    home = "https://www.lps.gov.cn/"
    family = "trs"
    columns = {"法治政府建设": None}
    region_code = "360281"
