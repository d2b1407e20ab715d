package zmqsafe

// A token bucket for each peer, in bounded memory. A peer that comes back after it
// was forgotten would have a full bucket, so only full ones are forgotten; while
// there is none, newcomers share a bucket: inventing identities gains nothing.

import (
	"container/list"
	"net/netip"

	"github.com/zmqlint/zmqlint/zmqsafe/certs"
	"golang.org/x/time/rate"
)

type buckets struct {
	limit  rate.Limit
	burst  int
	max    int
	recent *list.List // of *bucket, the last used first
	byPeer map[identity]*list.Element
	shared *rate.Limiter
}

type identity struct {
	key     certs.PublicKey
	address string
}

type bucket struct {
	id identity
	*rate.Limiter
}

func newBuckets(limit rate.Limit, burst, most int) *buckets {
	return &buckets{
		limit: limit, burst: burst, max: most,
		recent: list.New(), byPeer: map[identity]*list.Element{}, shared: rate.NewLimiter(limit, burst),
	}
}

func (b *buckets) of(p Peer) *rate.Limiter {
	id := identify(p)
	if e := b.byPeer[id]; e != nil {
		b.recent.MoveToFront(e)
		return e.Value.(*bucket).Limiter
	}
	if len(b.byPeer) >= b.max {
		last := b.recent.Back()
		old := last.Value.(*bucket)
		if old.Tokens() < float64(b.burst) {
			return b.shared
		}
		b.recent.Remove(last)
		delete(b.byPeer, old.id)
	}
	n := &bucket{id, rate.NewLimiter(b.limit, b.burst)}
	b.byPeer[id] = b.recent.PushFront(n)
	return n.Limiter
}

// identify takes what a peer cannot make up.
func identify(p Peer) identity {
	if !p.Key.IsZero() {
		return identity{key: p.Key}
	}
	if ip, err := netip.ParseAddr(p.Address); err == nil && ip.Unmap().Is6() {
		if network, err := ip.WithZone("").Prefix(64); err == nil {
			return identity{address: network.String()}
		}
	}
	return identity{address: p.Address}
}
