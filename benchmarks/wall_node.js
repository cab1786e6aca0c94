// The Node peer of the fan-out: socket.io 4 as it comes, over WebSocket alone.
// node wall_node.js PORT, with the event as JSON on standard input.
const http = require("node:http");
const { Server } = require("socket.io");

const { namespace, event, everyMs, payload } = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
const server = http.createServer();
const io = new Server(server, { transports: ["websocket"], serveClient: false });
const wall = io.of(namespace);
wall.on("connection", (socket) => socket.join("wall"));
setInterval(() => wall.to("wall").emit(event, { sent: Date.now() / 1000, panels: payload }), everyMs);
server.listen(Number(process.argv[2]), "127.0.0.1");
