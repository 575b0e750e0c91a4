"""What becomes of a file while it arrives."""

from typing import Any

from django.core.files.uploadhandler import TemporaryFileUploadHandler

from articles.uploads import BYTE_LIMIT


class BoundedUploadHandler(TemporaryFileUploadHandler):
    """Keeps no more of a file than may be sent, and knows how long all of it was.

    It is read to its end all the same: whoever sends too much gets the form back, which says so
    beside the field, where a connection that is cut off would say nothing.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> Any:
        return super().receive_data_chunk(raw_data, start) if start <= BYTE_LIMIT else None
