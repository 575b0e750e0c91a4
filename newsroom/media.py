"""Photos as the site serves them: known image types, and nothing that a browser would run."""

from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils._os import safe_join
from django.utils.http import http_date
from django.views.decorators.http import require_safe
from django.views.static import was_modified_since

# SVG is left out on purpose: it can carry scripts.
IMAGE_TYPES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}

HEADERS = {
    "Cache-Control": "public, max-age=2592000",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    # Feed readers and shared previews show the photos on pages of other sites.
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Content-Type-Options": "nosniff",
}


@require_safe
def photo(request: HttpRequest, path: str) -> HttpResponse | FileResponse:
    """One file of MEDIA_ROOT, typed by its extension and never by its content."""
    file = find(path)
    modified = file.stat().st_mtime
    headers = HEADERS | {"Last-Modified": http_date(modified)}
    if not was_modified_since(request.headers.get("If-Modified-Since"), modified):
        return HttpResponseNotModified(headers=headers)
    return FileResponse(
        file.open("rb"), content_type=IMAGE_TYPES[file.suffix.lower()], headers=headers
    )


def find(path: str) -> Path:
    """The image at this path below MEDIA_ROOT, or Http404."""
    try:
        file = Path(safe_join(settings.MEDIA_ROOT, path))
        # A NUL byte or an endless name is the file system's error, not ours.
        if file.suffix.lower() in IMAGE_TYPES and file.is_file():
            return file
    except (SuspiciousFileOperation, OSError, ValueError):
        pass
    raise Http404("There is no such photo.")
