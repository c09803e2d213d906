"""Pages that only exist once a script has run: Scrapy fetches every byte, Chromium runs the script.

The browser itself never reaches the network. A page's document comes through
the crawl like any other (robots.txt, delay, retries, redirects, archive); the
browser is handed those bytes, and what the page's scripts then ask for is
fetched one by one by Scrapy too, from the portal's own hosts only. What is
read is the DOM as it stands afterwards.

Nothing here makes the browser look like something else: it states the crawl's
own User-Agent, and a challenge page is handed on as it is, never run.
"""
