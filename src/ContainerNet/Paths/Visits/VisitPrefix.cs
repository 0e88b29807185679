using System.Buffers;
using ContainerNet.Paths.Ingresses;

namespace ContainerNet.Paths.Visits;

/// <summary>The path that an application stands under.</summary>
internal static class VisitPrefix
{
    private static readonly SearchValues<char> s_signs = SearchValues.Create("^$[](){}*+?|\\");

    /// <summary>As the Ingress has it that takes the page, without its pattern; where no Ingress does, the first part of the page's path.</summary>
    public static string Of(Uri page, IngressResolver? resolver)
    {
        if (resolver?.Resolve(page) is { Location.Written: { } path, Outcome: not IngressOutcome.DefaultBackend })
        {
            return Literal(path.Path);
        }

        int end = page.AbsolutePath.IndexOf('/', 1);
        return Literal(end > 0 ? page.AbsolutePath[..end] : resolver is null ? "/" : page.AbsolutePath);
    }

    /// <summary>The beginning of a path that is no pattern, without a slash at its end.</summary>
    public static string Literal(string path)
    {
        int sign = path.AsSpan().IndexOfAny(s_signs);
        string plain = (sign < 0 ? path : path[sign] is '?' or '*' ? path[..Math.Max(0, sign - 1)] : path[..sign]).TrimEnd('/');
        return plain.StartsWith('/') ? plain : "/";
    }
}
