# Ba in a container: the wheel with its model, migrations and manifest, run by nobody special.
FROM python:3.12-slim AS build
WORKDIR /src
COPY . .
RUN pip wheel --no-cache-dir --constraint constraints.txt --wheel-dir /wheels .

FROM python:3.12-slim
RUN useradd --create-home --uid 10001 ba
COPY --from=build /wheels /wheels
RUN pip install --no-cache-dir --no-index --find-links /wheels ba-bot && rm -rf /wheels
USER ba
# The SQLite file lies here by default; mount a volume, or set BA_DATABASE_URL to PostgreSQL.
RUN mkdir /home/ba/data
WORKDIR /home/ba/data
VOLUME /home/ba/data
# matplotlib writes what it knows of fonts into its folder once.
ENV MPLCONFIGDIR=/tmp/matplotlib BA_LOG_FORMAT=json BA_MONITOR_PORT=9090
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:9090/ready', timeout=4)"]
# `ba run` answers SIGTERM by finishing what it is doing.
STOPSIGNAL SIGTERM
ENTRYPOINT ["ba"]
CMD ["run"]
