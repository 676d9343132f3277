# SPDX-FileCopyrightText: 2026 Lijnwijzer
# SPDX-License-Identifier: EUPL-1.2
#
# One register with SQLite:      docker build -t lijnwijzer .
# Several nodes on PostgreSQL:   docker build -t lijnwijzer --build-arg LOCK=requirements-postgresql.lock .

FROM python:3.13-slim AS build
ARG LOCK=requirements.lock
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /src
RUN python -m venv /opt/lijnwijzer
COPY requirements.lock requirements-postgresql.lock ./
RUN /opt/lijnwijzer/bin/pip install --require-hashes -r "${LOCK}"
COPY pyproject.toml LICENSE README.md ./
COPY registry registry
COPY cli cli
RUN /opt/lijnwijzer/bin/pip install --no-deps --no-build-isolation .

FROM python:3.13-slim
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/lijnwijzer lijnwijzer
COPY --from=build /opt/lijnwijzer /opt/lijnwijzer
ENV PATH=/opt/lijnwijzer/bin:$PATH PYTHONUNBUFFERED=1 \
    REGISTRY_HOST=0.0.0.0 REGISTRY_DATA=/var/lib/lijnwijzer/register
USER 10001
WORKDIR /var/lib/lijnwijzer
VOLUME /var/lib/lijnwijzer
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/logboek/checkpoint', timeout=3)"]
CMD ["python", "-m", "registry", "serve"]
