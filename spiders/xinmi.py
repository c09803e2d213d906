from govreports.spider import PortalSpider


class Xinmi(PortalSpider):
    """郑州市新密市人民政府, 政府信息公开平台."""

    name = "xinmi"
    place = "新密市"
    home = "https://public.xinmi.gov.cn/"
    family = "zhengzhou"
    columns = {"法治政府建设": None}
    region_code = "410183"
