"""The name of a browser, and nothing by which one could be told from another of that name."""

# The first that is found counts: most browsers also name those whose pages they want.
ROBOTS = ("bot", "crawl", "spider", "preview", "facebookexternalhit", "whatsapp", "slack", "scan")
TOOLS = ("curl", "wget", "python", "go-http", "java/", "okhttp", "headless")
MARKS = (
    *((mark, "Program that looks at links") for mark in (*ROBOTS, *TOOLS)),
    ("edg", "Edge"),
    ("opr/", "Opera"),
    ("samsungbrowser", "Samsung Internet"),
    ("firefox", "Firefox"),
    ("fxios", "Firefox"),
    ("crios", "Chrome"),
    ("chrom", "Chrome"),
    ("safari", "Safari"),
)
UNKNOWN = "Unknown"


def browser_named(user_agent: str) -> str:
    said = user_agent.lower()
    return next((name for mark, name in MARKS if mark in said), UNKNOWN)
