// Package accounts knows who is signed in on which servers, and how one signs in (P8.5).
//
// [Book] holds the accounts and their tokens while the page lives, and hands a token out for its own server only.
// [SignIn] is a MiAuth sign-in under way: made before the person is sent to their server, kept until they return.
// Nothing here touches the browser: what must be kept is handed to the caller as records for the vault (web/vault.js),
// and calls go through a misskey.API that the caller supplies.
//
// A token is a [Token], which no print, log, JSON or error shows. Only [Token.Reveal] gives it away; it is called where
// a request is made and where the vault is written, and nowhere else.
package accounts
