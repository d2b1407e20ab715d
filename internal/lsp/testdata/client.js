// Opens main.go with the client library of VS Code: gets diagnostics of each
// version, applies a quick fix and then all fixes, and shuts the server down.
//
//	node client.js NODE_MODULES

const { createRequire } = require("node:module");
const { spawn } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const url = require("node:url");
const assert = require("node:assert/strict");

const from = createRequire(path.join(process.argv[2], "x.js"));
const lsp = from("vscode-languageserver-protocol/node");
const { TextDocument } = from("vscode-languageserver-textdocument");

const server = spawn("zmqlint", ["lsp", "-stdio"], { stdio: ["pipe", "pipe", "inherit"] });
const exited = new Promise((resolve) => server.on("exit", resolve));
const connection = lsp.createProtocolConnection(
	new lsp.StreamMessageReader(server.stdout), new lsp.StreamMessageWriter(server.stdin));

const uri = url.pathToFileURL(path.resolve("main.go")).toString();
let doc = TextDocument.create(uri, "go", 1, fs.readFileSync("main.go", "utf8"));

// What is shown for the version that is open.
let shown;
const waiting = [];
connection.onNotification(lsp.PublishDiagnosticsNotification.type, (params) => {
	if (params.uri !== uri) return;
	shown = params;
	for (const look of waiting.splice(0)) look();
});
async function diagnostics() {
	while (!shown || shown.version !== doc.version) await new Promise((resolve) => waiting.push(resolve));
	return shown.diagnostics;
}
const codes = (list) => list.map((d) => d.code).sort().join(" ");

connection.onRequest(lsp.RegistrationRequest.type, () => {});
connection.onRequest(lsp.ConfigurationRequest.type, (params) => params.items.map(() => ({ delay: 20 })));
connection.onRequest(lsp.WorkDoneProgressCreateRequest.type, () => {});
connection.onUnhandledNotification(() => {});

async function change(edits) {
	const text = TextDocument.applyEdits(doc, edits);
	const contentChanges = [{ text }];
	doc = TextDocument.create(uri, "go", doc.version + 1, text);
	await connection.sendNotification(lsp.DidChangeTextDocumentNotification.type, {
		textDocument: { uri, version: doc.version }, contentChanges,
	});
}

function edits(action) {
	const change = action.edit.documentChanges.find((c) => c.textDocument.uri === uri);
	assert.equal(change.textDocument.version, doc.version);
	return change.edits;
}

const actions = (params) => connection.sendRequest(lsp.CodeActionRequest.type, { textDocument: { uri }, ...params });

async function main() {
	connection.listen();
	const { capabilities, serverInfo } = await connection.sendRequest(lsp.InitializeRequest.type, {
		processId: process.pid,
		rootUri: url.pathToFileURL(process.cwd()).toString(),
		workspaceFolders: [{ uri: url.pathToFileURL(process.cwd()).toString(), name: "m" }],
		capabilities: {
			workspace: { configuration: true, workspaceEdit: { documentChanges: true }, didChangeWatchedFiles: { dynamicRegistration: true } },
			window: { workDoneProgress: true },
			textDocument: { publishDiagnostics: { versionSupport: true, codeDescriptionSupport: true, dataSupport: true } },
		},
	});
	assert.equal(serverInfo.name, "zmqlint");
	assert.equal(capabilities.textDocumentSync.change, lsp.TextDocumentSyncKind.Incremental);
	await connection.sendNotification(lsp.InitializedNotification.type, {});
	await connection.sendNotification(lsp.DidOpenTextDocumentNotification.type, {
		textDocument: { uri, languageId: "go", version: 1, text: doc.getText() },
	});
	let list = await diagnostics();
	assert.equal(codes(list), "missing-options unchecked-option");

	// Beyond ASCII: the library counts in UTF-16.
	const at = doc.positionAt(doc.getText().indexOf("s.Connect"));
	await change([{ range: { start: at, end: at }, newText: "/* 🚀é */ " }]);
	list = await diagnostics();
	const missing = list.find((d) => d.code === "missing-options");
	assert.equal(doc.getText(missing.range), 's.Connect("tcp://127.0.0.1:5555")');
	assert.match(missing.codeDescription.href, /missing-options\.md$/);

	const hover = await connection.sendRequest(lsp.HoverRequest.type, { textDocument: { uri }, position: missing.range.start });
	assert.match(hover.contents.value, /PUSH socket/);

	const offered = await actions({ range: missing.range, context: { diagnostics: [missing] } });
	const fix = offered.find((a) => a.isPreferred);
	assert.equal(fix.kind, lsp.CodeActionKind.QuickFix);
	await change(edits(fix));
	list = await diagnostics();
	assert.equal(codes(list), "unchecked-option");

	const all = await actions({
		range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
		context: { diagnostics: [], only: [lsp.CodeActionKind.SourceFixAll] },
	});
	assert.equal(all.length, 1);
	await change(edits(all[0]));
	assert.equal(codes(await diagnostics()), "");
	assert.match(doc.getText(), /\/\* 🚀é \*\/ s\.Connect/);

	await connection.sendRequest(lsp.ShutdownRequest.type);
	await connection.sendNotification(lsp.ExitNotification.type);
	assert.equal(await exited, 0);
	console.log("ok");
}

main().catch((err) => {
	console.error(err, "\n" + doc.getText(), JSON.stringify(shown));
	server.kill();
	process.exitCode = 1;
});
