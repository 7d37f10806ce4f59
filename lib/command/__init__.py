"""The same work as the pages without a browser: a file in, flat records or a summary out."""
