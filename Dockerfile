# syntax=docker/dockerfile:1
# golive's image: a slim Debian with git, which golive reads repositories with.
#
#   docker build --build-arg VERSION="$(.ci/stamp version)" \
#     --build-arg COMMIT="$(.ci/stamp commit)" --build-arg DATE="$(.ci/stamp date)" --tag golive .
#
# The build runs on the builder's own architecture and compiles for the target's.
# .ci/image plays these instructions without an engine: it stops at one that it
# does not know, so that the image and its proof cannot drift apart.
FROM --platform=$BUILDPLATFORM golang:1.26-bookworm AS build
ARG BUILDARCH TARGETARCH
RUN if [ "$TARGETARCH" != "$BUILDARCH" ]; then \
      case "$TARGETARCH" in \
        amd64) compiler="gcc-x86-64-linux-gnu libc6-dev-amd64-cross" ;; \
        arm64) compiler="gcc-aarch64-linux-gnu libc6-dev-arm64-cross" ;; \
      esac \
   && apt-get update && apt-get install --yes --no-install-recommends $compiler; \
    fi
WORKDIR /src
COPY go.mod go.sum ./
RUN --mount=type=cache,target=/go/pkg/mod go mod download
COPY . .
ARG VERSION=development COMMIT= DATE=
RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build \
    VERSION="$VERSION" COMMIT="$COMMIT" DATE="$DATE" .ci/binary "$TARGETARCH" golive

FROM debian:bookworm-slim
# The uid is a number, so that Kubernetes can see that it is not root's.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends git ca-certificates \
 && rm -rf /var/lib/apt/lists/* \
 && groupadd --gid 10001 golive \
 && useradd --uid 10001 --gid golive --create-home --home-dir /var/lib/golive --shell /usr/sbin/nologin --no-log-init golive
COPY --from=build /src/golive /usr/local/bin/golive
ARG VERSION=development COMMIT= DATE=
LABEL org.opencontainers.image.title="golive" \
      org.opencontainers.image.description="A GitHub App that answers whether a release is ready to go live" \
      org.opencontainers.image.source="https://github.com/golive-app/golive" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$COMMIT" \
      org.opencontainers.image.created="$DATE"
ENV GOLIVE_LISTEN=0.0.0.0:8080 GOLIVE_METRICS_LISTEN=0.0.0.0:9090 GOLIVE_DATA_DIR=/var/lib/golive HOME=/var/lib/golive
EXPOSE 8080 9090
# golive writes here and below /tmp: the rest may be read-only.
VOLUME /var/lib/golive
WORKDIR /var/lib/golive
USER 10001:10001
HEALTHCHECK --interval=15s --timeout=6s --start-period=20s --retries=3 CMD ["golive", "health"]
ENTRYPOINT ["golive"]
CMD ["serve"]
