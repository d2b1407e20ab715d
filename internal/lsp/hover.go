package lsp

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
)

// hover tells what is known of the socket at a position. As with code actions,
// it waits for an analysis under way.
func (s *server) hover(params json.RawMessage) (answer, error) {
	var p positionParams
	if err := decode(params, &p); err != nil {
		return nil, err
	}
	path, _ := p.TextDocument.URI.path()
	doc := s.docs.get(path)
	return func(ctx context.Context) (any, error) {
		f, err := s.analysed(ctx, doc)
		if f == nil {
			return nil, err
		}
		at := f.offset(p.Position)
		text, from, to := f.at(at)
		if len(text) == 0 {
			return nil, nil
		}
		return hover{s.markup(text), span{f.position(from), f.position(to)}}, nil
	}, nil
}

// analysed is a document as it was analysed, nil when it was edited since or
// is not known.
func (s *server) analysed(ctx context.Context, doc *document) (*file, error) {
	if doc == nil {
		return nil, nil
	}
	found, err := s.schedule.results(ctx, doc.path)
	if err != nil || found == nil || !found.current(doc) || found.files[doc.path] == nil {
		return nil, err
	}
	return found.files[doc.path], nil
}

// at is what is known at an offset.
func (f *file) at(offset int) (text []string, from, to int) {
	for _, s := range f.spots {
		if s.start > offset {
			break
		}
		if offset <= s.end {
			text, from, to = s.text, s.start, s.end
		}
	}
	return text, from, to
}

// markup is a text in the form that the client shows.
func (s *server) markup(lines []string) markup {
	text := strings.Join(lines, "\n")
	formats := s.client.TextDocument.Hover.ContentFormat
	if len(formats) > 0 && !slices.Contains(formats, markdown) {
		return markup{plainText, strings.NewReplacer("**", "", "`", "").Replace(text)}
	}
	return markup{markdown, text}
}

// codeLens shows a line above each open, when the settings ask for it.
func (s *server) codeLens(params json.RawMessage) (answer, error) {
	var p documentParams
	if err := decode(params, &p); err != nil {
		return nil, err
	}
	path, _ := p.TextDocument.URI.path()
	doc := s.docs.get(path)
	return func(ctx context.Context) (any, error) {
		lenses := []codeLens{}
		if !s.settings.Load().CodeLens {
			return lenses, nil
		}
		f, err := s.analysed(ctx, doc)
		if f == nil {
			return lenses, err
		}
		for _, o := range f.opens {
			at := f.position(o.at)
			lenses = append(lenses, codeLens{span{at, at}, command{Title: o.title}})
		}
		return lenses, nil
	}, nil
}

// refreshLenses tells a client that there are others now.
func (s *server) refreshLenses() {
	if s.client.Workspace.CodeLens.RefreshSupport && s.settings.Load().CodeLens {
		go s.call("workspace/codeLens/refresh", nil, nil) // nothing depends on the answer
	}
}
