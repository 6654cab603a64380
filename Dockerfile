# The program in a container: docker build -t claimwatch . && docker run -v claimwatch:/data claimwatch
# Drop articles into the volume's inbox/; alerts are on standard output (docker logs).
FROM python:3.11-slim

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_ROOT_USER_ACTION=ignore \
    PYTHONUNBUFFERED=1

WORKDIR /app

# The pinned packages change seldom: a layer of their own.
COPY requirements requirements
RUN python -m pip install --require-hashes --requirement requirements/build.txt
RUN python -m pip install --require-hashes --requirement requirements/runtime.txt

COPY pyproject.toml README.md LICENSE NOTICE ./
COPY config config
COPY handlers handlers
COPY bot bot
RUN python -m pip install --no-deps --no-build-isolation .

RUN useradd --uid 10001 --create-home claimwatch && install --directory --owner claimwatch /data
USER claimwatch
WORKDIR /data
VOLUME /data
ENV CLAIMWATCH_DATABASE__URL=/data/claimwatch.db \
    CLAIMWATCH_INBOX__FOLDER=/data/inbox

CMD ["claimwatch", "run"]
