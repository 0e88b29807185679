namespace ContainerNet.Cli;

/// <summary>What the program tells about itself.</summary>
internal static class HelpText
{
    internal const string Usage =
        """
        usage: containernet diagnose [--json] [--container NAME] [--port N] [--engine NAME] [--all] [--snapshot FILE]
               containernet repair [--dry-run | --policy report|repair] [--code CN3001,...] [--most-per-hour N]
                                   [--settle SECONDS] [--journal] [--engine NAME]
               containernet snapshot [--out FILE] [--redact] [--engine NAME] [--record FILE]
        """;

    internal const string All =
        $"""
        Why can't this client reach that container, and what mends it?

        {Usage}

        diagnose            look at this host and name what is broken, root causes first
          --json            one JSON object: Host, CollectedAt, Findings, Gaps
          --container NAME  only what concerns containers of that name (* and ? are wildcards; may be repeated)
          --port N          only what concerns that host port or container port (may be repeated)
          --engine NAME     look at one engine: docker, podman, podman:USER (* and ? are wildcards)
          --all             show also what follows from another finding
          --snapshot FILE   look at a host as it was, from a file that 'snapshot' wrote

        repair              mend what diagnose finds, each change written down so that it can be undone; root only
          --dry-run         show every change with its text, and make none
          --policy WORD     report: name what is found, and change nothing; repair: mend it (the default)
          --code CODES      only findings of these codes, by commas (may be repeated); without it all that can be mended
          --most-per-hour N do not make the same repair more often than that in an hour: say so, and end with 3
          --settle SECONDS  first wait until nobody changes firewall rules any more, so long at the most
          --journal         write to the journal of systemd, with fields, and not to standard output
          --engine NAME     as above

        snapshot            write all facts as JSON, to compare or to diagnose elsewhere; nothing is changed
          --out FILE        into a file, whole or not at all; without it to standard output
          --redact          addresses and names replaced, each by the same everywhere: findings and paths stay what they are
          --engine NAME     as above
          --record FILE     keep also, as they were, all files, replies and outputs that were read: for bug reports.
                            Read it before you send it

        exit status         0 healthy (repair: or mended), 1 faults found (repair: faults left), 2 could not look,
                            3 the same repair again and again: not made
        """;

    internal static string Version => typeof(HelpText).Assembly.GetName().Version?.ToString(3) ?? "";
}
