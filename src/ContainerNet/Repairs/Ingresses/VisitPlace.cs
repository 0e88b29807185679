using ContainerNet.Model.Visits;

namespace ContainerNet.Repairs.Ingresses;

/// <summary>Where an application is to be found, and by whom it is answered.</summary>
/// <param name="Host">The host.</param>
/// <param name="Prefix">The prefix without a slash at its end: "" for the whole host.</param>
/// <param name="Base">What comes in the place of the prefix for the application: "" as a rule.</param>
/// <param name="KnowsPrefix">Does the application want the prefix?</param>
/// <param name="Namespace">The namespace of its service.</param>
/// <param name="Service">Its service.</param>
internal sealed record VisitPlace(string Host, string Prefix, string Base, bool KnowsPrefix, string Namespace, string Service)
{
    /// <summary>Is a path below the prefix?</summary>
    public bool Holds(string path) => path == Prefix || path.StartsWith(Prefix + "/", StringComparison.Ordinal);

    /// <summary>What the application is to get for a path.</summary>
    public string Wanted(string path)
    {
        if (!Holds(path) || KnowsPrefix)
        {
            return path;
        }

        string rest = path[Prefix.Length..];
        return Base + (rest.Length == 0 ? "/" : rest);
    }

    /// <summary>The page that is visited, below the prefix.</summary>
    public string PageOf(VisitNeeds needs)
    {
        string path = needs.Page.AbsolutePath;
        return Holds(path) ? path : Prefix + "/";
    }
}
