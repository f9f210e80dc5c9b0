# The production output alone: no development packages, no local Stripe, no launcher, and nobody's secrets.

FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# no package needs its install script for a build
RUN npm ci --include=dev --ignore-scripts
COPY . .
ARG BUILD_ID
ENV BUILD_ID=$BUILD_ID NEXT_TELEMETRY_DISABLED=1
RUN npm run build

FROM node:24-bookworm-slim
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 HOSTNAME=0.0.0.0 PORT=3000
WORKDIR /app
# owned by root: the process cannot change what it runs
COPY --from=build /app/.next/standalone ./
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/api/health').then((a) => process.exit(a.ok ? 0 : 1), () => process.exit(1))"]
# node itself is the container's first process, so SIGTERM reaches the app
CMD ["node", "server.js"]
