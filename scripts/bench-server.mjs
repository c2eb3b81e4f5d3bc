// `node scripts/bench-server.mjs FOLDER`: the service for `npm run bench cards`, with open hooks, on a port of its choice.
// Prints its address; ends with SIGTERM.
import { startService } from '../dist/service/start.js'

const [folder = ''] = process.argv.slice(2)
const service = await startService({ dataFolder: folder, port: 0, demo: 'never', print: () => {} })
console.log(service.address)
