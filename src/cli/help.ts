/** What `plumbline --help` prints. */
export const help = `Usage: plumbline <command> [options]

Commands:
  decide FILE|-   decide one case, or many, one JSON object a line
  protocol        print the protocol as a document, or as data with --json
  verify          prove every guarantee, and look over the rules
  diff A B        what protocol B would do differently from A
  replay          what another protocol would have said in a record
  export          write what other systems can run, or the patients, as FHIR
  texts           list the texts for patients, with hash and review
  review-text TEXT
                  show a text for patients, or record who has reviewed it
  migrate         copy everything from files into a PostgreSQL
  audit           look over who did what and the record, and what was signed
  backup          write everything into one encrypted file, while it runs
  restore         make everything anew from such a file, in an empty place
  serve           start the service and print its address

decide FILE|-
  --layer LAYER       standard (unless given) or source
  --as-of DATE        decide for this day, as 2026-03-15, whatever a case says;
                      without it, a case's own "asOf" counts, else today
  --time-zone ZONE    where it is today, as Europe/Madrid; PLUMBLINE_TIME_ZONE
                      or the machine's unless given
  --json              one decision a line, as JSON
  --brief             a line or two for each case
  --all               with --json, also the answer of every decision
  --fhir              the input is FHIR R4: Bundles, or one resource a line

review-text TEXT      as es/questionnaire; without the rest the text is shown
  --by NAME           the person who has read it and found it right
  --role ROLE         what that person is, as "general practitioner"
  --on DATE           the day on which it was read
  --hash HASH         of the text as it was read, as it is shown below it
  --data FOLDER       where reviews.json is kept; .plumbline unless given

protocol
  --layer LAYER       standard (unless given) or source
  --json              the protocol as data, with its content hash
  --source-attributes what it rests on and whose data it uses, in the thirteen
                      points of 45 CFR 170.315(b)(11)(iv)(A); also with --json

verify
  --json              the same as data

diff A B
  each is source, standard, a file that protocol --json wrote, or such a file
  in git's history: git:REVISION:PATH, or git:REVISION for its standard layer
  --json              every count and every smallest patient, as data
  --markdown          a report for a pull request
  --all               every smallest patient, not three of each kind

replay
  --record FILE       the record, read only; it may be in use
  --protocol PROTOCOL as A and B above
  --json              the same as data

export
  --out FOLDER        a file for each resource
  --package FILE      a FHIR package (package.tgz) that others can install
  --layer LAYER       as above
  --canonical URL     where the resources say they are published, as
                      https://fhir.example.org; nothing is sent there
  --record FOLDER     instead of the protocol, all real patients: events word
                      for word, and FHIR by type, a line each; not encrypted
  --data FOLDER       with --record, where from; as for backup

migrate
  --data FOLDER       the files to copy, .plumbline unless given; where to is
                      what PLUMBLINE_DATABASE_URL says, and has to be empty

audit verify|head|digest|replay
  verify walks the chains (who did what, patients, adopted protocols) and names
  the first broken link of each; head prints where they end: chain, position,
  digest, time; digest the same for paper; replay decides again whatever was
  signed, under the version it was signed under, and compares byte for byte
  --data FOLDER       as below; it may be in use
  --anchor FILE       outside: head adds its lines, verify compares all lines,
                      so that a tail that was cut off is noticed
  --noted 'CHAIN POSITION DIGEST'
                      for verify: typed from paper, 16 or more characters of the
                      digest; may be given several times

backup
  --to FILE           where the backup goes; it must not exist yet
  --data FOLDER       .plumbline unless given; where PLUMBLINE_DATABASE_URL is
                      set, the stores come from there
  The key is PLUMBLINE_BACKUP_KEY, or in the file PLUMBLINE_BACKUP_KEY_FILE.

restore
  --from FILE         the backup; with the same key
  --data FOLDER       a folder that is empty or not there, .plumbline unless
                      given; where PLUMBLINE_DATABASE_URL is set, the stores go
                      there, and none of them may be there yet
  --check             read and check the backup, and write nothing

serve
  --data FOLDER       where the records are kept; .plumbline unless given
  --host ADDRESS      127.0.0.1 unless given: this machine alone
  --port PORT         the first free of the usual ones unless given; 0 for any
  --host-name NAME    a further name it answers to, as that of a proxy; may be
                      given several times
  --trusted-proxy ADDRESS
                      a proxy whose forwarded addresses are believed; may be
                      given several times
  --behind-tls        a proxy in front speaks TLS
  --demo WHEN         demo patients: untilSetUp, always or never
  --time-zone ZONE    as above
  --session-idle-minutes MINUTES
                      when an idle session ends

  --help, -h          this text
  --version, -v       the version of the program

Exit codes: 0 done; 1 a fault of the program; 2 bad input or options; 3 verify
or audit found that something does not hold as it should.
Error codes: docs/errors.md. The format of a case: docs/cli.md.
`
