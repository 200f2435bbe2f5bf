"""The desk's pages: warnings, reports and the outlook as the worker computed it."""
