from govreports.spider import PortalSpider


class Jinshui(PortalSpider):
    """郑州市金水区人民政府, 政府信息公开平台."""

    name = "jinshui"
    place = "金水区"
    home = "https://public.jinshui.gov.cn/"
    family = "zhengzhou"
    columns = {"法治政府建设": "/?a=dir&h=1&p=D0104X"}
    region_code = "410105"
