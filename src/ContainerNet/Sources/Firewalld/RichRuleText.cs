using System.Text;
using System.Xml.Linq;

namespace ContainerNet.Sources.Firewalld;

/// <summary>Writes a rich rule of a zone file as firewalld itself prints it (src/firewall/core/rich.py), so that it can be
/// compared with what is in force.</summary>
internal static class RichRuleText
{
    /// <summary>The rule element as text.</summary>
    public static string Of(XElement rule)
    {
        StringBuilder text = new("rule");
        Append(text, rule, "priority", "family");
        Side(text, rule.Element("source"));
        Side(text, rule.Element("destination"));
        foreach (XElement part in rule.Elements())
        {
            switch (part.Name.LocalName)
            {
                case "source" or "destination" or "log" or "nflog" or "audit" or "accept" or "reject" or "drop" or "mark":
                    break;
                default:
                    text.Append(' ').Append(part.Name.LocalName);
                    Append(text, part, "name", "value", "port", "protocol", "to-port", "to-addr");
                    break;
            }
        }

        foreach (string name in (string[])["log", "nflog", "audit", "accept", "reject", "drop", "mark"])
        {
            if (rule.Element(name) is XElement part)
            {
                Verb(text, part);
            }
        }

        return text.ToString();
    }

    private static void Side(StringBuilder text, XElement? side)
    {
        if (side is not null)
        {
            text.Append(' ').Append(side.Name.LocalName)
                .Append(side.Attribute("invert")?.Value is "True" or "true" or "yes" or "1" ? " NOT" : "");
            Append(text, side, "address", "mac", "ipset");
        }
    }

    private static void Verb(StringBuilder text, XElement part)
    {
        text.Append(' ').Append(part.Name.LocalName);
        Append(text, part, "group", "prefix", "level", "queue-size", "type");
        if (part.Attribute("set")?.Value is string mark)
        {
            text.Append(" set=").Append(mark);
        }

        if (part.Element("limit") is XElement limit)
        {
            text.Append(" limit");
            Append(text, limit, "value", "burst");
        }
    }

    private static void Append(StringBuilder text, XElement element, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            // firewalld 2.x writes burst="0" for a limit without one.
            if (element.Attribute(name)?.Value is { Length: > 0 } value && !(name == "burst" && value == "0"))
            {
                text.Append(' ').Append(name).Append("=\"").Append(value).Append('"');
            }
        }
    }
}
