// Package zmqsafe opens ZeroMQ sockets of github.com/pebbe/zmq4 with encryption,
// authentication and limits, and receives from them at a rate that the program
// chooses. It is small, and what is unsafe has to be asked for by name.
//
//	ctx, err := zmqsafe.NewContext(zmqsafe.Config{})
//	defer ctx.Close()
//	err = ctx.Authenticator().Allow("jobs", "pump-7", peerKey)
//	s, err := zmqsafe.Listen(ctx, zmq4.PULL, "tcp://10.0.0.5:5570", zmqsafe.Options{}, zmqsafe.Server(cert, "jobs"))
//	err = zmqsafe.Receive(stop, s, zmqsafe.Limits{}, handle)
//
// # What it does about what
//
//   - Eavesdropping, forgery: [Server] and [Client] are CURVE (RFC 26). On a
//     network an open without one of them fails, unless it has [AllowPlaintext].
//   - Who may connect: a [Context] answers ZAP (RFC 27) itself from its first
//     moment to its last. Without an answer libzmq admits every CURVE client, so
//     there is no handler to start, to forget or to stop. The [Authenticator]
//     admits nobody who was not allowed, and [Authenticator.Revoke] ends the
//     connections that a key has.
//   - Floods: [Options] limit frames, messages and queues, [Receive] the messages
//     taken per time, of all peers and of each.
//   - Crashes: a zmq4 socket used by two goroutines at once corrupts memory. A
//     [Socket] returns [ErrConcurrentUse] instead, and takes work from other
//     goroutines by [Socket.Post].
//   - Hangs: nothing waits without a bound. See [Socket.Recv], [Socket.Send],
//     [Context.Close].
//   - Known holes: [CheckVersion] and [HasCurve] look at the libzmq that is linked.
//
// # What it cannot do
//
// libzmq has no limit on the number of frames in a message, nor on their sum, and
// hands over whole messages only. What comes in beyond [Options].MaxFrames and
// MaxMessage is thrown away when it is received, but until then libzmq holds it:
// a peer that sends a message without an end fills the memory of the process.
//
// Nor has it a limit on the subscriptions to a PUB or XPUB, with XPUB_MANUAL
// neither: it keeps those that wait for a decision too. Each byte of one can take
// 150 bytes of memory (libzmq 4.3.4), and MaxMsgSize bounds its length alone.
//
// Who can connect decides about both: peers with a key of yours (CURVE), or
// everyone (AllowPlaintext). A memory limit of the system (cgroup) is the last
// line.
package zmqsafe
