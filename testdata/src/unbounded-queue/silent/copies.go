package silent

type byValue struct{ kept map[string]string }

func (b byValue) Serve() {
	s := dial()
	for {
		m, err := s.RecvMessage(0)
		if err != nil {
			return
		}
		b.handle(m)
	}
}

func (b byValue) handle(m []string) {
	if len(b.kept) > 1000 {
		return
	}
	b.kept[m[0]] = m[1]
}
