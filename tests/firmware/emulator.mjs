// The flash image on an emulated RP2040, and the harness around it. rp2040js has the processor, DMA, USB and the
// timers; its PIO loop ignores delays and dividers, so the state machines are scheduled here, cycle by cycle.
//
//   node emulator.mjs NODE_MODULES IMAGE FOLDER SCENARIO
//
// Requests on stdin, little-endian: f64 until (ns), u32 size, bytes from the program. It runs the device to that
// time, or until the device has sent something, or until something of the scenario is due, and answers on stdout:
// f64 now (ns), u8 action (0 none, 1 kill the program, 2 the end, 3 the device is another), u32 size, bytes for the program.
//
// SCENARIO: `WHAT@MS` or `WHAT@MS-MS`, comma-separated: record@A-B (pin changes into FOLDER/pins-A), kill@T, end@T,
// hang@T (the processor spins for ever), noise@A-B (bytes that nobody sent), drop@A-B (a byte in 1000 gets lost),
// insert@A-B (a byte in 1500 is followed by another), unplug@T (a power cycle), count@A-B (of bytes, into FOLDER/events).
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const [modules, image, folder, scenario] = process.argv.slice(2);
const load = (name) => import(pathToFileURL(path.join(modules, 'rp2040js/dist/esm', name)));
const { RP2040, USBCDC, LogLevel, ConsoleLogger } = await load('index.js');
const { StateMachine } = await load('peripherals/pio.js');

const CYCLE_NS = 8; // 125 MHz
const PIN_OE = 1 << 13;
const USED = (1 << 14) - 1;
const FUNC_SIO = 5, FUNC_PIO0 = 6;
const OUTOVER_AT = 8, OUTOVER_INVERT = 1; // in a pin's control register (datasheet 2.19.6.1)
const WATCHDOG_LOAD = 4;
const ROM_LOOKUP = 0x40, ROM_RESET_USB_BOOT = 0x50;
const events = scenario.split(',').map((text) => {
  const [, what, from, to] = /^(\w+)@([\d.]+)(?:-([\d.]+))?$/.exec(text);
  return { what, from: from * 1e6, to: (to ?? from) * 1e6, name: from };
});
const during = (what, ns) => events.find((e) => e.what === what && ns >= e.from && ns < e.to);

// A stalled machine that is released goes on one cycle later.
const checkWait = StateMachine.prototype.checkWait;
StateMachine.prototype.checkWait = function () {
  if (!this.waiting) return;
  const before = this.cycles;
  checkWait.call(this);
  if (!this.waiting) this.next = Math.max(this.next, this.rp2040.board.cycle + 1 + (this.cycles - before));
};

// To join the FIFOs otherwise empties them (datasheet 3.7, SMx_SHIFTCTRL).
const JOIN_AT = 30;
const writeMachine = StateMachine.prototype.writeUint32;
StateMachine.prototype.writeUint32 = function (offset, value) {
  const before = this.shiftCtrl;
  writeMachine.call(this, offset, value);
  if ((before ^ this.shiftCtrl) >>> JOIN_AT === 0) return;
  this.txFIFO.reset();
  this.rxFIFO.reset();
  this.updateDMATx();
};

class Board {
  constructor(bytes, cycle) {
    const mcu = this.mcu = new RP2040();
    this.cycle = cycle;
    mcu.logger = new ConsoleLogger(LogLevel.Error, true);
    mcu.flash.set(bytes, 0);
    // All that there is of a boot ROM: a look-up that finds reset_usb_boot, whatever is looked for (datasheet 2.8.3).
    mcu.bootrom.set([0x100, ROM_LOOKUP | 1], 0x14 / 4);
    mcu.bootrom.set([0x47704800, ROM_RESET_USB_BOOT | 1], ROM_LOOKUP / 4); // ldr r0, [pc]; bx lr
    mcu.bootrom.set([0xe7fee7fe], ROM_RESET_USB_BOOT / 4); // b .
    Object.assign(mcu.core, { SP: 0x20041f00, LR: 0, PC: 0x10000000 }); // boot2, then the vector table
    mcu.board = this;
    mcu.clock.nanosCounter = cycle * CYCLE_NS;
    this.machines = mcu.pio[0].machines;
    for (const pio of mcu.pio) {
      pio.run = () => {};
      pio.checkChangedPins = () => {};
      for (const machine of pio.machines) machine.next = 0;
    }
    this.out = [];
    this.toDevice = [];
    this.reading = null;
    this.connectUsb();
    this.watchPins();
    this.reset = false;
    const watchdog = mcu.peripherals[0x40058];
    // Once: its alarm would be due again at once, for ever.
    watchdog.onWatchdogTrigger = () => { this.reset = true; watchdog.alarm.enable = false; };
    this.round = 0; // the longest time between two loads of it
    const write = watchdog.writeUint32;
    watchdog.writeUint32 = (offset, value) => {
      if (offset === WATCHDOG_LOAD) {
        this.round = Math.max(this.round, this.cycle - (this.loaded ?? this.cycle));
        this.loaded = this.cycle;
      }
      write.call(watchdog, offset, value);
    };
  }
  // The package's own serial host loses what does not fit; this one says NAK until there is something.
  connectUsb() {
    const { usbCtrl } = this.mcu;
    const cdc = this.cdc = new USBCDC(usbCtrl);
    cdc.onSerialData = (bytes) => this.out.push(...bytes);
    usbCtrl.onEndpointRead = (endpoint, size) => {
      if (endpoint !== cdc.outEndpoint) return;
      this.reading = size;
      this.feed();
    };
  }
  feed() {
    if (this.reading === null || this.toDevice.length === 0) return;
    const bytes = new Uint8Array(this.toDevice.splice(0, this.reading));
    this.reading = null;
    this.mcu.usbCtrl.endpointReadDone(this.cdc.outEndpoint, bytes);
  }
  watchPins() {
    const io = this.mcu.peripherals[0x40014];
    const { sio } = this.mcu;
    const wrap = (object, after) => {
      const write = object.writeUint32;
      object.writeUint32 = function (...args) { write.apply(this, args); after(); };
    };
    wrap(io, () => { this.findOwners(); this.sample(); });
    wrap(sio, () => this.sample());
    this.findOwners();
    this.last = -1;
  }
  findOwners() {
    this.ofPio = this.ofSio = this.inverted = 0;
    for (let i = 0; i < 14; i++) {
      const func = this.mcu.gpio[i].functionSelect;
      if (func === FUNC_PIO0) this.ofPio |= 1 << i;
      if (func === FUNC_SIO) this.ofSio |= 1 << i;
      if ((this.mcu.gpio[i].ctrl >> OUTOVER_AT & 3) === OUTOVER_INVERT) this.inverted |= 1 << i;
    }
  }
  // The lines' levels; OE has the pull-up that the README asks for.
  sample() {
    const pio = this.mcu.pio[0], { sio } = this.mcu;
    const driven = (this.ofPio & pio.pinDirections) | (this.ofSio & sio.gpioOutputEnable);
    const told = (this.ofPio & pio.pinDirections & pio.pinValues) | (this.ofSio & sio.gpioOutputEnable & sio.gpioValue);
    const level = (told ^ this.inverted) & driven;
    const value = (level | (driven & PIN_OE ? 0 : PIN_OE)) & USED;
    if (value === this.last) return;
    this.last = value;
    record(this.cycle * CYCLE_NS, value);
  }
  pioUntil(to) {
    const { machines } = this;
    for (;;) {
      let t = Infinity;
      for (let i = 0; i < 2; i++) {
        const m = machines[i];
        if (m.enabled && !m.waiting && m.next < t) t = m.next;
      }
      if (t >= to) return;
      if (t > this.cycle) this.advance(t);
      for (let i = 0; i < 2; i++) {
        const m = machines[i];
        if (!m.enabled || m.waiting || m.next > t) continue;
        const before = m.cycles;
        m.updatePC = true;
        m.executeInstruction(m.pio.instructions[m.pc]);
        if (m.updatePC) m.nextPC();
        m.next = Math.max(t, m.next) + (m.cycles - before); // 1 + delay
      }
      this.sample();
    }
  }
  advance(to) {
    const cycles = to - this.cycle;
    this.cycle = to;
    this.mcu.clock.tick(cycles * CYCLE_NS);
  }
  step(end) {
    const { core, clock } = this.mcu;
    const cycles = core.waiting
      ? Math.max(1, Math.min(end - this.cycle, Math.ceil(clock.nanosToNextAlarm / CYCLE_NS) || 1))
      : core.executeInstruction();
    if (!(cycles >= 0)) throw new Error(`the processor is lost at ${core.PC.toString(16)}`);
    const to = this.cycle + cycles;
    this.pioUntil(to);
    if (to > this.cycle) this.advance(to);
  }
}

let files = new Map();
let buffer = Buffer.alloc(0), filled = 0, sink = null, known = PIN_OE;
function flush() {
  if (sink !== null && filled) fs.writeSync(sink, buffer, 0, filled);
  filled = 0;
}
function put(ns, value) {
  if (filled + 12 > buffer.length) { flush(); if (!buffer.length) buffer = Buffer.alloc(12 << 16); }
  buffer.writeDoubleLE(ns, filled);
  buffer.writeUInt32LE(value, filled + 8);
  filled += 12;
}
function record(ns, value) {
  known = value;
  if (sink !== null) put(ns, value);
}
function recordOrNot(ns) {
  const event = during('record', ns);
  const wanted = event ? files.get(event) ?? fs.openSync(path.join(folder, `pins-${event.name}`), 'w') : null;
  if (event) files.set(event, wanted);
  if (wanted === sink) return;
  flush();
  sink = wanted;
  if (sink !== null) put(ns, known); // the levels to begin with
}

const bytes = fs.readFileSync(image);
let board = new Board(bytes, 0);
const log = fs.openSync(path.join(folder, 'events'), 'w');
const note = (ns, what) => fs.writeSync(log, `${Math.round(ns / 1000)} ${what}\n`);
const moments = events.flatMap((e) => [e.from, e.to]).sort((a, b) => a - b);
const done = new Set();
let random = 12345, lost = 0, added = 0, replugged = false;
const carried = { in: 0, out: 0 }; // bytes of the program, and to it
const next = () => (random = (Math.imul(random, 1103515245) + 12345) & 0x7fffffff) >> 16 & 255;
// By chance, not each so many bytes: what is sent again and again would lose the same one each time.
const oneIn = (count) => (next() << 8 | next()) % count === 0;

function restart(ns) {
  const fresh = new Board(bytes, board.cycle);
  note(ns, 'restart');
  board = fresh;
  replugged = true;
  board.sample();
}

// What befalls the bytes on their way.
function disturb(ns, input) {
  let list = [...input];
  if (during('drop', ns)) list = list.filter(() => !oneIn(1000) || !++lost);
  if (during('insert', ns)) list = list.flatMap((byte) => oneIn(1500) && ++added ? [byte, next()] : [byte]);
  if (during('noise', ns)) for (let i = 0; i < 200; i++) list.push(next());
  return list;
}

function count(e, ns) {
  e.before ??= { ...carried };
  if (ns < e.to || done.has(e)) return;
  done.add(e);
  note(ns, `${carried.in - e.before.in} bytes from the program and ${carried.out - e.before.out} to it in ${(e.to - e.from) / 1e6} ms`);
}

function happen(ns) {
  let action = 0;
  for (const e of events) {
    if (e.what === 'count' && ns >= e.from) count(e, ns);
    if (done.has(e) || ns < e.from || !['kill', 'end', 'hang', 'unplug'].includes(e.what)) continue;
    done.add(e);
    note(ns, e.what);
    if (e.what === 'end') note(ns, `the watchdog was loaded every ${Math.round(board.round * CYCLE_NS / 1000)} us at least`);
    if (e.what === 'end' && lost) note(ns, `${lost} bytes got lost`);
    if (e.what === 'end' && added) note(ns, `${added} bytes were added`);
    if (e.what === 'kill') action = 1;
    if (e.what === 'end') action = 2;
    if (e.what === 'unplug') restart(ns);
    if (e.what === 'hang') {
      board.mcu.core.waiting = false;
      board.mcu.core.PM = true; // no interrupt ends it
      board.mcu.sramView.setUint16(0x41ff0, 0xe7fe, true); // b .
      board.mcu.core.PC = 0x20041ff0;
    }
  }
  if (replugged && !action) action = 3;
  replugged = false;
  return action;
}

function run(until, input) {
  const now = () => board.cycle * CYCLE_NS;
  carried.in += input.length;
  board.toDevice.push(...disturb(now(), input));
  board.feed();
  const moment = moments.find((m) => m > now()) ?? Infinity;
  const end = Math.ceil(Math.min(until, moment) / CYCLE_NS);
  recordOrNot(now());
  while (board.cycle < end && !board.out.length) {
    for (let i = 0; i < 64 && board.cycle < end; i++) board.step(end);
    if (board.mcu.core.PC === ROM_RESET_USB_BOOT && !board.booted) { note(now(), 'boot drive'); board.booted = true; }
    if (board.reset && !board.booted) { note(now(), 'watchdog'); restart(now()); }
  }
  recordOrNot(now());
  return happen(now());
}

function readFully(size) {
  const data = Buffer.alloc(size);
  for (let at = 0; at < size;) {
    const count = fs.readSync(0, data, at, size - at, null);
    if (count === 0) process.exit(0);
    at += count;
  }
  return data;
}

for (;;) {
  const head = readFully(12);
  const input = readFully(head.readUInt32LE(8));
  const action = run(head.readDoubleLE(0), input);
  const out = Buffer.from(board.out.splice(0));
  carried.out += out.length;
  const answer = Buffer.alloc(13);
  answer.writeDoubleLE(board.cycle * CYCLE_NS, 0);
  answer.writeUInt8(action, 8);
  answer.writeUInt32LE(out.length, 9);
  fs.writeSync(1, Buffer.concat([answer, out]));
  if (action === 2) { flush(); process.exit(0); }
}
