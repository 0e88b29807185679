using ContainerNet.Model.Visits;

namespace ContainerNet.Paths.Visits;

/// <summary>What a page asks for: scripts, styles, pictures, frames, and what its own scripts name.</summary>
internal static class PageReader
{
    private const int ReferenceLimit = 500;
    private const int SourceSetLimit = 20;

    /// <summary>Reads it.</summary>
    /// <returns>The address that others are relative to, as it is written, "" for that of the page; and what it names.</returns>
    public static (string Base, IReadOnlyList<PageReference> References) Read(string html)
    {
        string address = "";
        List<PageReference> found = [];
        foreach (PageTag tag in new TagReader(html).Read())
        {
            if (tag.Name == "base")
            {
                // Only the first counts.
                address = address.Length > 0 ? address : tag["href"].Trim();
                continue;
            }

            found.AddRange(References(tag));
            if (found.Count > ReferenceLimit)
            {
                break;
            }
        }

        return (address, [.. found.Where(r => r.Address.Length > 0).Distinct().Take(ReferenceLimit)]);
    }

    private static IEnumerable<PageReference> References(PageTag tag) => tag.Name switch
    {
        "script" => Script(tag),
        "style" => StyleReader.Read(tag.Text),
        "link" => Link(tag),
        "img" or "source" when tag.Attributes.ContainsKey("srcset") => [.. One(VisitKind.Image, tag["src"]), .. SourceSet(tag["srcset"])],
        "img" or "source" or "input" or "video" or "audio" or "embed" => One(VisitKind.Image, tag["src"]),
        "iframe" or "frame" => One(VisitKind.Frame, tag["src"]),
        _ => [],
    };

    private static PageReference[] One(VisitKind kind, string address) => [new(kind, address.Trim())];

    private static IEnumerable<PageReference> Script(PageTag tag)
    {
        string type = tag["type"].Trim().ToLowerInvariant();
        bool isModule = type == "module";
        return !isModule && type.Length > 0 && !type.Contains("javascript", StringComparison.Ordinal) && !type.Contains("ecmascript", StringComparison.Ordinal) ? []
            : tag["src"].Trim() is { Length: > 0 } address ? One(isModule ? VisitKind.Module : VisitKind.Script, address)
            : ScriptReader.Read(tag.Text, isModule);
    }

    private static PageReference[] Link(PageTag tag)
    {
        string[] relations = tag["rel"].ToLowerInvariant().Split([' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries);
        bool Is(string relation) => relations.Contains(relation, StringComparer.Ordinal);
        return Is("alternate") && Is("stylesheet") ? []
            : Is("stylesheet") ? One(VisitKind.Style, tag["href"])
            : Is("icon") || Is("apple-touch-icon") ? One(VisitKind.Icon, tag["href"])
            : Is("manifest") ? One(VisitKind.Manifest, tag["href"])
            : Is("modulepreload") ? One(VisitKind.Module, tag["href"])
            : Is("preload") ? One(VisitKind.Preload, tag["href"]) : [];
    }

    private static IEnumerable<PageReference> SourceSet(string text) => text.Split(", ", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Take(SourceSetLimit).Select(c => new PageReference(VisitKind.Image, c.Split(' ')[0].TrimEnd(',')));
}
