# golive's image: a slim Debian with git, which golive reads repositories with.
# The build needs a C compiler for the syntax grammars.
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG VERSION=development
ARG COMMIT=
RUN go build -tags gore2regex -trimpath \
    -ldflags "-s -w -X main.version=${VERSION} -X main.commit=${COMMIT}" \
    -o /golive ./cmd/golive

FROM debian:bookworm-slim
RUN apt-get update \
 && apt-get install --yes --no-install-recommends git ca-certificates \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --create-home --home-dir /var/lib/golive golive
COPY --from=build /golive /usr/local/bin/golive
USER golive
ENV GOLIVE_LISTEN=0.0.0.0:8080 GOLIVE_METRICS_LISTEN=0.0.0.0:9090 GOLIVE_DATA_DIR=/var/lib/golive
EXPOSE 8080 9090
VOLUME /var/lib/golive
ENTRYPOINT ["golive"]
CMD ["serve"]
