// Package errgroup declares what the testdata uses of the package of that path.
package errgroup

type Group struct{ limit int }

func (g *Group) Go(f func() error)         { go f() }
func (g *Group) TryGo(f func() error) bool { go f(); return true }
func (g *Group) SetLimit(n int)            { g.limit = n }
func (g *Group) Wait() error               { return nil }
