// Package attack attacks a service that is written with zmq4 as people write
// it, and the same service with zmqsafe, and measures what becomes of them. It
// has tests only:
//
//	make prove                    # prints the table
//	go test -v ./internal/attack  # holds it against what is claimed
//
// That the plain service falls is claimed as much as that the other one holds:
// an attack that nobody fears proves nothing. Each attack on each service is a
// process of its own, which may die, hang or eat memory; where memory counts,
// the attacker is another one. Unless an attack says otherwise the attacker of
// the zmqsafe service has a key that it admits.
package attack
