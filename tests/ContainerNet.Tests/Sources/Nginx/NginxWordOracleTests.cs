using System.Text;
using ContainerNet.Hosting;

namespace ContainerNet.Sources.Nginx;

/// <summary>Words at random, as the real nginx reads them: it says them back.</summary>
public sealed class NginxWordOracleTests
{
    private static readonly string[] s_pieces =
        ["a", " ", "\"", "'", "\\", "\\\\", "\\n", "\\t", "\\\"", "\\'", "#", "{", "}", ";", "$", "${uri}", "\n", "\u00e4", ")", "("];

    [NginxFact]
    public void Words_AreReadAsByNginx()
    {
        RealNginx nginx = RealNginx.All[0];
        using TemporaryFolder folder = new();
        Random random = new(5);
        List<string> written = [];
        StringBuilder text = new($"events {{}}\nhttp {{\n{RealNginx.OwnPlaces(folder.Path)}\nserver {{ listen unix:{folder.Path}/s;\n");
        while (written.Count < 300)
        {
            string word = string.Concat(Enumerable.Range(0, random.Next(1, 8)).Select(_ => s_pieces[random.Next(s_pieces.Length)]));
            char quote = "\"' "[random.Next(3)];
            word = quote == ' ' ? "x" + word : $"{quote}{word}{quote}";

            // Variables have values of their own, and a lone $ is refused further on.
            NginxFile file = NginxText.Parse($"location /{written.Count} {{ return 200 {word}; }}");
            if (file.Problem is null && file.Directives is [{ Block: [{ Count: 2 }] }]
                && !file.Directives[0].Block![0][1].Contains('$', StringComparison.Ordinal))
            {
                written.Add(word);
                text.Append(System.Globalization.CultureInfo.InvariantCulture, $"location = /{written.Count - 1} {{ return 200 {word}; }}\n");
            }
        }

        using RealNginx.Running running = nginx.Serve(folder.Path, text.Append("}}\n").ToString(), $"{folder.Path}/s");
        for (int i = 0; i < written.Count; i++)
        {
            string ours = NginxText.Parse($"location /x {{ return 200 {written[i]}; }}").Directives[0].Block![0][1];
            UnixReply? reply = UnixReply.Ask($"{folder.Path}/s", $"GET /{i} HTTP/1.0\r\n\r\n");
            Assert.Equal(Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(ours)), reply?.Body);
        }
    }

    [NginxFact]
    public void WhatIsRefused_IsRefusedByNginxToo()
    {
        RealNginx nginx = RealNginx.All[0];
        using TemporaryFolder folder = new();
        Random random = new(6);
        int refused = 0;
        for (int i = 0; i < 60; i++)
        {
            string soup = string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => s_pieces[random.Next(s_pieces.Length)]));
            string text = $"events {{}}\nhttp {{ map $uri $x {{\na {soup}\n;\n}}\n}}\n";
            NginxFile file = NginxText.Parse(text);
            if (file.Problem is null)
            {
                continue;
            }

            // Where two things are wrong, nginx may meet the meaning of the first before the form of the second.
            refused++;
            File.WriteAllText($"{folder.Path}/c", text);
            (int status, string error) = nginx.Run("-t", "-p", folder.Path, "-c", $"{folder.Path}/c", "-e", $"{folder.Path}/e");
            Assert.True(status != 0, $"{text}\n{file.Problem}");
            Assert.Contains("[emerg]", error, StringComparison.Ordinal);
        }

        Assert.True(refused > 10, $"{refused}");
    }
}
