package lsp

// The part of the Language Server Protocol 3.17 that is used here, by its own
// names. What a client may leave out is a pointer or has a zero value that
// means the same.

import "encoding/json"

// DocumentURI is the address of a document.
type DocumentURI string

type position struct {
	Line      int `json:"line"`
	Character int `json:"character"` // in UTF-16 code units
}

type span struct {
	Start position `json:"start"`
	End   position `json:"end"`
}

type textDocumentID struct {
	URI DocumentURI `json:"uri"`
}

type versionedID struct {
	URI     DocumentURI `json:"uri"`
	Version int         `json:"version"`
}

// optionalVersion names a document with its version, null for one that is not
// open.
type optionalVersion struct {
	URI     DocumentURI `json:"uri"`
	Version *int        `json:"version"`
}

type textDocumentItem struct {
	URI     DocumentURI `json:"uri"`
	Version int         `json:"version"`
	Text    string      `json:"text"`
}

type textEdit struct {
	Range   span   `json:"range"`
	NewText string `json:"newText"`
}

// Life of the server.

type initializeParams struct {
	RootURI               *DocumentURI      `json:"rootUri"`
	RootPath              *string           `json:"rootPath"`
	WorkspaceFolders      []workspaceFolder `json:"workspaceFolders"`
	Capabilities          capabilities      `json:"capabilities"`
	InitializationOptions json.RawMessage   `json:"initializationOptions"`
}

type workspaceFolder struct {
	URI  DocumentURI `json:"uri"`
	Name string      `json:"name"`
}

// capabilities are those of the client that make a difference.
type capabilities struct {
	Workspace struct {
		Configuration bool `json:"configuration"`
		WorkspaceEdit struct {
			DocumentChanges bool `json:"documentChanges"`
		} `json:"workspaceEdit"`
		DidChangeWatchedFiles  dynamic `json:"didChangeWatchedFiles"`
		DidChangeConfiguration dynamic `json:"didChangeConfiguration"`
		CodeLens               struct {
			RefreshSupport bool `json:"refreshSupport"`
		} `json:"codeLens"`
	} `json:"workspace"`
	Window struct {
		WorkDoneProgress bool `json:"workDoneProgress"`
	} `json:"window"`
	TextDocument struct {
		Hover struct {
			ContentFormat []string `json:"contentFormat"`
		} `json:"hover"`
	} `json:"textDocument"`
}

type dynamic struct {
	DynamicRegistration bool `json:"dynamicRegistration"`
}

type initializeResult struct {
	Capabilities serverCapabilities `json:"capabilities"`
	ServerInfo   serverInfo         `json:"serverInfo"`
}

type serverInfo struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

type serverCapabilities struct {
	PositionEncoding   string            `json:"positionEncoding"`
	TextDocumentSync   syncOptions       `json:"textDocumentSync"`
	HoverProvider      bool              `json:"hoverProvider"`
	CodeActionProvider codeActionOptions `json:"codeActionProvider"`
	CodeLensProvider   struct{}          `json:"codeLensProvider"`
	Workspace          struct {
		WorkspaceFolders struct {
			Supported           bool `json:"supported"`
			ChangeNotifications bool `json:"changeNotifications"`
		} `json:"workspaceFolders"`
	} `json:"workspace"`
}

type syncOptions struct {
	OpenClose bool     `json:"openClose"`
	Change    int      `json:"change"` // syncIncremental
	Save      struct{} `json:"save"`
}

const syncIncremental = 2

type codeActionOptions struct {
	CodeActionKinds []string `json:"codeActionKinds"`
}

// Documents.

type didOpenParams struct {
	TextDocument textDocumentItem `json:"textDocument"`
}

type didChangeParams struct {
	TextDocument   versionedID     `json:"textDocument"`
	ContentChanges []contentChange `json:"contentChanges"`
}

// contentChange replaces a range, or everything where there is none.
type contentChange struct {
	Range *span  `json:"range"`
	Text  string `json:"text"`
}

type documentParams struct { // didSave, didClose, codeLens
	TextDocument textDocumentID `json:"textDocument"`
}

type positionParams struct { // hover
	TextDocument textDocumentID `json:"textDocument"`
	Position     position       `json:"position"`
}

// Workspace.

type foldersChanged struct {
	Event struct {
		Added   []workspaceFolder `json:"added"`
		Removed []workspaceFolder `json:"removed"`
	} `json:"event"`
}

type configurationChanged struct {
	Settings json.RawMessage `json:"settings"`
}

type filesChanged struct {
	Changes []struct {
		URI DocumentURI `json:"uri"`
	} `json:"changes"`
}

type configurationItem struct {
	Section string `json:"section"`
}

type registration struct {
	ID              string `json:"id"`
	Method          string `json:"method"`
	RegisterOptions any    `json:"registerOptions,omitempty"`
}

type fileWatcher struct {
	GlobPattern string `json:"globPattern"`
}

// Diagnostics.

type publishParams struct {
	URI         DocumentURI  `json:"uri"`
	Version     *int         `json:"version,omitempty"`
	Diagnostics []diagnostic `json:"diagnostics"`
}

type diagnostic struct {
	Range           span             `json:"range"`
	Severity        int              `json:"severity,omitempty"`
	Code            string           `json:"code,omitempty"`
	CodeDescription *codeDescription `json:"codeDescription,omitempty"`
	Source          string           `json:"source,omitempty"`
	Message         string           `json:"message"`
	Tags            []int            `json:"tags,omitempty"`
	Data            *diagnosticData  `json:"data,omitempty"`
}

type codeDescription struct {
	Href string `json:"href"`
}

// diagnosticData comes back with a request for code actions.
type diagnosticData struct {
	Fingerprint string `json:"fingerprint,omitempty"`
	Fixable     bool   `json:"fixable,omitempty"`
	Decision    string `json:"decision,omitempty"`
}

const (
	severityError = iota + 1
	severityWarning
	severityInformation
	severityHint
)

const (
	tagUnnecessary = iota + 1
	tagDeprecated
)

// Code actions.

type codeActionParams struct {
	TextDocument textDocumentID `json:"textDocument"`
	Range        span           `json:"range"`
	Context      struct {
		Diagnostics []echoed `json:"diagnostics"`
		Only        []string `json:"only"`
	} `json:"context"`
}

// echoed is a diagnostic as a client sends it back: anybody's, and of ours not
// more than the client has kept.
type echoed struct {
	Source string          `json:"source"`
	Code   json.RawMessage `json:"code"`
	Data   json.RawMessage `json:"data"`
}

type codeAction struct {
	Title       string        `json:"title"`
	Kind        string        `json:"kind"`
	Diagnostics []diagnostic  `json:"diagnostics,omitempty"`
	IsPreferred bool          `json:"isPreferred,omitempty"`
	Edit        workspaceEdit `json:"edit"`
}

const (
	kindQuickFix = "quickfix"
	kindFixAll   = "source.fixAll.zmqlint"
)

// workspaceEdit has one of the two, as the client can take.
type workspaceEdit struct {
	Changes         map[DocumentURI][]textEdit `json:"changes,omitempty"`
	DocumentChanges []documentEdit             `json:"documentChanges,omitempty"`
}

type documentEdit struct {
	TextDocument optionalVersion `json:"textDocument"`
	Edits        []textEdit      `json:"edits"`
}

// What is shown.

type hover struct {
	Contents markup `json:"contents"`
	Range    span   `json:"range"`
}

type markup struct {
	Kind  string `json:"kind"`
	Value string `json:"value"`
}

const (
	markdown  = "markdown"
	plainText = "plaintext"
)

type codeLens struct {
	Range   span    `json:"range"`
	Command command `json:"command"`
}

// command without a name is a title that cannot be clicked.
type command struct {
	Title   string `json:"title"`
	Command string `json:"command"`
}

type messageParams struct {
	Type    int    `json:"type"`
	Message string `json:"message"`
}

const (
	messageError   = 1
	messageWarning = 2
	messageLog     = 4
)

type progressParams struct {
	Token string        `json:"token"`
	Value progressValue `json:"value"`
}

type progressValue struct {
	Kind    string `json:"kind"` // begin, report, end
	Title   string `json:"title,omitempty"`
	Message string `json:"message,omitempty"`
}

// Errors of the protocol that JSON-RPC itself does not have.
const (
	codeNotInitialized   = -32002
	codeRequestCancelled = -32800
)
