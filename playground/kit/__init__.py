"""Strict checks of Block Kit: blocks, elements, composition objects, rich text and views.

Limits are those of Slack's Block Kit reference. Every check says what is wrong in Slack's words:
`must be less than 3001 characters [json-pointer:/blocks/0/text/text]`.
"""
