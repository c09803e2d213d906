"""Scrapy commands of ours; they take the place of Scrapy's of the same name."""
