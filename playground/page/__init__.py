"""The page's side: JSON over HTTP for what people do, and a WebSocket for what changes (API.md)."""
