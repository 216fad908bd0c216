"""A small, strict Slack workspace on your own machine.

Any Slack app can be pointed at it: set the base URL of the Web API to
`http://127.0.0.1:<port>/api/` and use the tokens that
`python -m playground` prints. People are played on a web page (or by `playground.client`), the app
talks to it over Socket Mode
or signed HTTP. It keeps everything in memory, listens on loopback only, and knows nothing about any
particular app.
"""
