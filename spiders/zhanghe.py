from govreports.spider import PortalSpider


class Zhanghe(PortalSpider):
    """荆门市漳河新区管理委员会; its own host is not confirmed, the city's stands here."""

    name = "zhanghe"
    place = "漳河新区"
    home = "http://www.jingmen.gov.cn/"
    family = "hanweb"
    columns = {"法治政府建设": None}
    region_code = "420800"
