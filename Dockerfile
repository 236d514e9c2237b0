# The action's image: Debian's Python and locked wheels, put together where there are tools and shipped without them.

FROM debian:trixie-slim@sha256:d7e12182ce18b85b93007c1dedf31f2d29e01ccf3182cc4017c709b6259bc132 AS base

FROM base AS build
SHELL ["/bin/bash", "-euo", "pipefail", "-c"]

# Debian serves only the newest build of a package, so a pinned one could not be built again.
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install --yes --no-install-recommends ca-certificates python3 python3-venv \
 && rm -rf /var/lib/apt/lists/*

COPY requirements.txt /tmp/
RUN python3 -m venv /opt/pip \
 && python3 -m venv --without-pip /opt/venv \
 && /opt/pip/bin/pip --python /opt/venv/bin/python install --no-cache-dir --no-compile \
      --require-hashes --only-binary :all: --requirement /tmp/requirements.txt

# Away with what a run never imports, so that the libraries only that would need stay away too. The byte-code of the rest
# is made to hold whatever the files' times say.
RUN rm -r /usr/lib/python3.13/{ensurepip,pydoc_data,sqlite3,test} \
      /usr/lib/python3.13/lib-dynload/{_curses,_dbm,_sqlite3,_test,readline,xx}* \
      /opt/venv/lib/python3.13/site-packages/{certifi,dulwich}/tests \
 && python3 -m compileall -qf --invalidation-mode unchecked-hash /usr/lib/python3.13 /opt/venv/lib

# Gather the final file system: the interpreter, the shared libraries that it and the extensions name, and certificates;
# then Debian's records and licences of just these packages, for scanners and for people.
WORKDIR /image
RUN find /usr/bin/python3.13 /usr/lib/python3.13 /opt/venv/lib -type f \( -name python3.13 -o -name '*.so*' \) \
      -exec ldd {} + | grep -oE '/[^ ]+ \(0x' | sed 's, .*,,; s,^/lib,/usr/lib,' | sort -u > /tmp/libraries \
 && { xargs dpkg --search < /tmp/libraries | sed 's,:.*,,'; \
      printf '%s\n' base-files ca-certificates libpython3.13-{minimal,stdlib} python3.13-minimal; } \
      | sort -u > /tmp/packages \
 && cp -a --parents -t . /bin /lib* /usr/bin/python3{,.13} /usr/lib/python3.13 /usr/lib/ssl/cert.pem \
      /etc/{debian_version,os-release} /usr/lib/os-release /opt/venv/{bin/python{,3},lib,pyvenv.cfg} \
 && xargs cp -L --parents -t . /etc/ssl/certs/ca-certificates.crt < /tmp/libraries \
 && sed 's,.*,/usr/share/doc/&/copyright,' /tmp/packages | xargs cp -L --parents -t . \
 && mkdir -m 1777 tmp \
 && mkdir -p var/lib/dpkg \
 && xargs dpkg-query --status < /tmp/packages > var/lib/dpkg/status \
 && echo 'root:x:0:0:root:/root:/usr/sbin/nologin' > etc/passwd

COPY entrypoint.py post_entrypoint.py /app/
COPY reporter /app/reporter
RUN python3 -m compileall -qf --invalidation-mode unchecked-hash /app

FROM scratch
COPY --from=build /image /
COPY --from=build /app /app
# -E -s: nothing that `env:` of a workflow says to Python is heard. No USER: what the runner mounts belongs to root.
# The post step starts post_entrypoint.py instead, whose first line says the same.
ENTRYPOINT ["/opt/venv/bin/python", "-E", "-s", "-u", "/app/entrypoint.py"]
