"""Pages about moderation itself: reporting, reasons and appeals, the log, the yearly figures."""
