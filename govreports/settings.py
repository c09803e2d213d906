"""Scrapy settings of govreports, with the reason for each.

Every value can be overridden with ``-s NAME=VALUE``; the two that users set
most, the database and the data directory, also through the environment.
"""

from __future__ import annotations

from govreports import __version__
from govreports.places import alert_webhook, chromium, contact, data_directory, stated_database

BOT_NAME = "govreports"
SPIDER_MODULES = ["spiders"]
NEWSPIDER_MODULE = "spiders"
# Holds every portal's file to the rules; Scrapy's own only warns of two portals of one name.
SPIDER_LOADER_CLASS = "govreports.registry.PortalLoader"

# Scrapy's own `crawl` exits with 0 even when a crawl lost something; ours gives a verdict.
COMMANDS_MODULE = "govreports.commands"

# -- Where things lie ---------------------------------------------------------------------
GOVREPORTS_DATA_DIR = str(data_directory())
# Empty: SQLite in the data directory, wherever `-s` puts that.
GOVREPORTS_DATABASE_URL = stated_database()
# Seconds for which a crawl waits for a database whose server went away or whose file is locked.
# A restart takes some, a failover a minute.
GOVREPORTS_DATABASE_PATIENCE = 300
# Off only for a first contact (`govreports probe`), which stores nothing.
GOVREPORTS_RECORD = True
# Above 0: that many articles of each column's first page only (`govreports probe`).
GOVREPORTS_SAMPLE = 0

# Takes a failed run's errors as JSON, by POST; empty: nobody is told.
GOVREPORTS_ALERT_WEBHOOK = alert_webhook()

# -- A good guest: one request at a time, slowly, under our own name -----------------------
USER_AGENT = (
    f"govreports/{__version__} (archive of public government reports; contact: {contact()})"
)
ROBOTSTXT_OBEY = True
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 1.0
# Scrapy's own varies it by half, so that some pauses would be shorter than what we promise.
DOWNLOAD_DELAY_JITTER = 0
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 1.0
AUTOTHROTTLE_MAX_DELAY = 30.0
AUTOTHROTTLE_TARGET_CONCURRENCY = 1.0

# County servers are slow and drop connections; three tries, then the page is named in the ledger.
RETRY_TIMES = 3
DOWNLOAD_TIMEOUT = 60
# Scrapy's own takes any certificate. A portal whose own is faulty says so in its file (`tls`).
DOWNLOAD_VERIFY_CERTIFICATES = True
# Seconds: a longer Retry-After than this is not waited for in full.
GOVREPORTS_LONGEST_WAIT = 120
# 64 MB: no article page comes near it, and a body that never ends must not fill the memory.
DOWNLOAD_MAXSIZE = 64 * 1024 * 1024

# Every status reaches the spider: 304 settles a page, 404 and 5xx are named in the ledger.
HTTPERROR_ALLOW_ALL = True

# -- Pages that scripts draw: only where a portal's file says `browser` ---------------------
GOVREPORTS_CHROMIUM = chromium()
# Seconds for one page and all that its scripts ask for, one after the other.
GOVREPORTS_BROWSER_TIMEOUT = 120
# Then its context is renewed, with the renderer process and all that it has piled up.
GOVREPORTS_BROWSER_PAGES = 50

# -- Known pages ---------------------------------------------------------------------------
# On in scheduled runs: a known page is asked for when its re-check window is over. Off, each
# crawl asks for every page, known ones by conditional request.
GOVREPORTS_WINDOWS = False

# -- Reading, in a process of its own ------------------------------------------------------
# A page takes some milliseconds and megabytes; what takes more than this is no page to wait for.
GOVREPORTS_READING_SECONDS = 20
GOVREPORTS_READING_MEGABYTES = 512

# -- Attachments: the files that reports link to ---------------------------------------------
# Off: they are listed, and nothing is fetched.
GOVREPORTS_ATTACHMENTS = True
# Off: their bytes are in the archive only, not as files below the data directory.
GOVREPORTS_ATTACHMENT_FILES = True
# 50 MB: scanned reports of some hundred pages come near it.
GOVREPORTS_ATTACHMENT_MAXSIZE = 50 * 1024 * 1024
GOVREPORTS_ATTACHMENTS_PER_REPORT = 50
# Seconds for the whole of a file, however slowly it comes.
GOVREPORTS_ATTACHMENT_TIMEOUT = 300
# Of a process of its own: seconds of CPU time for a file, and all the memory that it may take.
GOVREPORTS_ATTACHMENT_SECONDS = 60
GOVREPORTS_ATTACHMENT_MEGABYTES = 256

# -- Components ----------------------------------------------------------------------------
DOWNLOADER_MIDDLEWARES = {
    # Next to the downloader: compression (590) and redirects (600) would hide the server's bytes.
    "govreports.fetching.capture.CaptureMiddleware": 950,
    # Below all others: what it answers, no middleware has to ask for.
    "govreports.fetching.windows.RecheckWindows": 940,
    # Before refreshes (580) and retries (550): a challenge is neither followed nor asked for again.
    "govreports.fetching.challenges.Challenges": 585,
    # After Scrapy's own for robots.txt (100), before retries.
    "govreports.fetching.robots.UnreachableRobots": 110,
    # Behind retries, before the word that a robots.txt did not come: it may at the other scheme.
    "govreports.fetching.twins.SchemeTwins": 540,
    # Scrapy's decodes every page for it; ours only those that hold the word.
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "govreports.fetching.meta_refresh.MetaRefresh": 580,
    # Scrapy's, for a crawl that names no referring page (below: RefererMiddleware).
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "govreports.fetching.redirects.Redirects": 600,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "govreports.fetching.compression.Compression": 590,
    # Portals publish: none asks for a password.
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    # Whose page an address is, the spider decides (govreports.hosts); it has no allowed_domains.
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
}
# Each of these looks at every page and has nothing to do in a crawl of ours.
SPIDER_MIDDLEWARES = {
    # HTTPERROR_ALLOW_ALL lets all pass.
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,
    # Articles come from listings by way of start(), never from one another: a crawl has no
    # depth, a request no referring response, and a callback yields no request.
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.referer.RefererMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
    # An address that a portal lists is asked for, however long it is.
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
}
# Scrapy's own without its remote consoles, which are nothing for a machine that may be shared, and
# without its feeds, which only log a disk that is full. Named here, since what EXTENSIONS switches
# off is imported all the same: remote control alone brings an HTTP server of 10 MB.
EXTENSIONS_BASE = {
    "scrapy.extensions.corestats.CoreStats": 0,
    "scrapy.extensions.logcount.LogCount": 0,
    "scrapy.extensions.memusage.MemoryUsage": 0,
    "scrapy.extensions.closespider.CloseSpider": 0,
    "scrapy.extensions.logstats.LogStats": 0,
    "scrapy.extensions.throttle.AutoThrottle": 0,
}
EXTENSIONS = {
    "govreports.feed_files.FeedFiles": 0,
    "govreports.ledger.Ledger": 10,
    # Early: its process starts while the store opens.
    "govreports.reader_process.extension.PageReader": 15,
    "govreports.reader_process.files.FileReader": 15,
    # Before the recorder: what they find belongs to the run that it ends.
    "govreports.monitors.monitors.Monitors": 16,
    "govreports.monitors.alerts.Alerts": 18,
    "govreports.recorder.Recorder": 20,
    "govreports.fetching.crawl_delay.CrawlDelay": 30,
    "govreports.fetching.pauses.Pauses": 35,
    "govreports.vanishing.VanishedPages": 40,
    "govreports.progress.Progress": 50,
    "govreports.tuning.GarbageCollection": 60,
}
ITEM_PIPELINES = {
    "pipelines.read.ReadPipeline": 100,
    "pipelines.validate.ValidatePipeline": 200,
    "pipelines.attachments.AttachmentsPipeline": 300,
    "pipelines.store.StorePipeline": 500,
    "pipelines.feed.FeedPipeline": 900,
}

# -- Feeds: contract columns, always a header, one BOM so that Excel reads the Chinese ------
FEED_EXPORTERS = {
    "csv": "govreports.feeds.CsvReports",
    "jsonlines": "govreports.feeds.JsonLinesReports",
    "jsonl": "govreports.feeds.JsonLinesReports",
    "jl": "govreports.feeds.JsonLinesReports",
    "json": "govreports.feeds.JsonReports",
}
FEED_STORE_EMPTY = True

# -- Speed ---------------------------------------------------------------------------------
# Scrapy starts this many tasks for each response (100 by default), and a page yields one item.
CONCURRENT_ITEMS = 1
# Bytes of pages that are read or wait for their commit: sixty of usual size keep all busy.
SCRAPER_SLOT_MAX_ACTIVE_SIZE = 2_500_000
# A crawl fetches from one portal, so the queue need not share its turns among hosts.
SCHEDULER_PRIORITY_QUEUE = "scrapy.pqueues.ScrapyPriorityQueue"
# Scrapy's own takes every address apart and writes it anew.
REQUEST_FINGERPRINTER_CLASS = "govreports.fetching.fingerprints.AddressFingerprinter"
# It measures every request and answer by writing them out again; the ledger counts pages.
DOWNLOADER_STATS = False
# Debug logging formats a line per page and per item; ask for it with -L DEBUG.
LOG_LEVEL = "INFO"
LOG_FORMATTER = "govreports.log_lines.LogLines"
