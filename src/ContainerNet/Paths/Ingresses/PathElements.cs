namespace ContainerNet.Paths.Ingresses;

/// <summary>Paths as the Ingress specification and the Gateway API compare them: element by element, with regard to case.</summary>
internal static class PathElements
{
    /// <summary>Does a path begin with the elements of another? A slash at the end of that one counts for nothing.</summary>
    public static bool IsPrefix(string prefix, string path)
    {
        string elements = prefix.TrimEnd('/');
        return path.StartsWith(elements, StringComparison.Ordinal) && (path.Length == elements.Length || path[elements.Length] == '/');
    }

    /// <summary>The path of a URL as it is sent.</summary>
    public static string Of(Uri url) => url.AbsolutePath.Length > 0 ? url.AbsolutePath : "/";
}
