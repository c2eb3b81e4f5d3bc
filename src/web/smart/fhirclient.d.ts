/** The library's build without polyfills; it has no exports, and puts itself at `globalThis.FHIR`. */
declare module 'fhirclient/build/fhir-client.pure.min.js'
