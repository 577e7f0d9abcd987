"""Documents of several formats become blocks, spans of mathematics and tags, with exact offsets."""
