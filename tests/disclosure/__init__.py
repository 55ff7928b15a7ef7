"""Tests of disclosure control: suppression, audit, certificate, artefacts."""
