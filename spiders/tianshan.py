from govreports.spider import PortalSpider


class Tianshan(PortalSpider):
    """乌鲁木齐市天山区人民政府."""

    name = "tianshan"
    place = "天山区"
    home = "http://www.xjtsq.gov.cn/"
    family = "vsb"
    columns = {"法治政府建设": "/open/guard/catalog/bjzf/tsqzfxxgkml.htm"}
    region_code = "650102"
