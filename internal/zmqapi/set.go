package zmqapi

import (
	"iter"
	"math/bits"
)

// OptionSet is a set of options, one bit each. The zero value is empty.
type OptionSet [2]uint64

// SetOf returns the set of the given options.
func SetOf(opts ...Option) (s OptionSet) {
	for _, o := range opts {
		s[o/64] |= 1 << (o % 64)
	}
	return s
}

func (s OptionSet) Has(o Option) bool             { return s[o/64]&(1<<(o%64)) != 0 }
func (s OptionSet) Empty() bool                   { return s == OptionSet{} }
func (s OptionSet) Union(t OptionSet) OptionSet   { return OptionSet{s[0] | t[0], s[1] | t[1]} }
func (s OptionSet) Inter(t OptionSet) OptionSet   { return OptionSet{s[0] & t[0], s[1] & t[1]} }
func (s OptionSet) Minus(t OptionSet) OptionSet   { return OptionSet{s[0] &^ t[0], s[1] &^ t[1]} }
func (s OptionSet) With(opts ...Option) OptionSet { return s.Union(SetOf(opts...)) }

// Len returns the number of options in the set.
func (s OptionSet) Len() int { return bits.OnesCount64(s[0]) + bits.OnesCount64(s[1]) }

// All yields the options in increasing order.
func (s OptionSet) All() iter.Seq[Option] {
	return func(yield func(Option) bool) {
		for i, w := range s {
			for ; w != 0; w &= w - 1 {
				if !yield(Option(i*64 + bits.TrailingZeros64(w))) {
					return
				}
			}
		}
	}
}
