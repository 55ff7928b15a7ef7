"""The pure package: reads, checks, audits and renders a catalogue. Never imports mkdocs."""
