using ContainerNet.Model.Ingresses;

namespace ContainerNet.Repairs.Ingresses;

/// <summary>Makes the edits of steps.</summary>
internal sealed class IngressEdits(IngressSet set, IngressTarget target, VisitPlace place, string ownHost, bool hasNamespace)
{
    private string Prefix => set.Controller.AnnotationsPrefix;

    private bool IsAlone => target.Ingress.Rules is [{ Paths.Count: 1 }] && target.Ingress.DefaultBackend is null;

    /// <summary>Makes them; true when the path goes to another Ingress.</summary>
    /// <param name="editor">Who edits the Ingress.</param>
    /// <param name="steps">The steps.</param>
    /// <param name="own">Annotations that it gets in any case, without the controller's prefix.</param>
    public bool Make(ManifestEditor editor, RepairSteps steps, Dictionary<string, string> own)
    {
        List<string> gone = [];
        if (steps.Redirects)
        {
            own["proxy-redirect-from"] = $"{place.Base}/";
            own["proxy-redirect-to"] = $"{place.Prefix}/";
        }

        if (steps.CookiePath.Length > 0)
        {
            own["proxy-cookie-path"] = steps.CookiePath;
        }

        if (steps.MendsHeaders)
        {
            gone.AddRange(["connection-proxy-header", "proxy-http-version"]);
        }

        bool isElsewhere = false;
        switch (steps.Way)
        {
            case RepairWay.Plain:
                gone.AddRange(["rewrite-target", "use-regex", "x-forwarded-prefix"]);
                editor.SetPath(target.Path, place.Prefix.Length > 0 ? place.Prefix : "/", "Prefix");
                break;
            case RepairWay.Capture:
                own["rewrite-target"] = Rewrite;
                editor.SetPath(target.Path, Pattern, "ImplementationSpecific");
                break;
            case RepairWay.CaptureBeside:
                own["rewrite-target"] = Rewrite;
                isElsewhere = true;
                Beside(editor, "app", $"{target.Ingress.Name} without this path: a rewrite counts for every path of its Ingress.", target.Rule.Host, own, gone, [(Pattern, "ImplementationSpecific")]);
                editor.RemovePath(target.Path);
                break;
            case RepairWay.OwnHost:
                isElsewhere = Move(editor, own, gone);
                break;
        }

        if (!isElsewhere)
        {
            gone.ForEach(g => RemoveIfThere(editor, g));
            foreach ((string name, string value) in own)
            {
                editor.SetAnnotation($"{Prefix}/{name}", value);
            }
        }

        Extras(editor, steps, own, gone);
        return isElsewhere;
    }

    private string Pattern => place.Prefix.Length > 0 ? $"{place.Prefix}(/|$)(.*)" : "/(.*)";

    private string Rewrite => place.Prefix.Length > 0 ? $"{place.Base}/$2" : $"{place.Base}/$1";

    /// <summary>A path without rewrite may stand in the same Ingress where nothing of it is rewritten.</summary>
    private void Extras(ManifestEditor editor, RepairSteps steps, Dictionary<string, string> own, List<string> gone)
    {
        if (steps.Extra.Count == 0)
        {
            return;
        }

        bool isPattern = target.Ingress.Annotation($"{Prefix}/rewrite-target") is not null || target.Ingress.Annotation($"{Prefix}/use-regex") is not null || own.ContainsKey("rewrite-target");
        if (steps.Way is RepairWay.Plain || (steps.Way is RepairWay.Keep && !isPattern))
        {
            editor.AddPaths(target.Path, steps.Extra);
        }
        else
        {
            Dictionary<string, string> shared = new(own, StringComparer.Ordinal);
            shared.Remove("rewrite-target");
            shared.Remove("x-forwarded-prefix");
            Beside(editor, "paths", $"What {target.Ingress.Name} needs outside of {place.Prefix}, without its rewrite.", target.Rule.Host, shared, gone, steps.Extra);
        }
    }

    private bool Move(ManifestEditor editor, Dictionary<string, string> own, List<string> gone)
    {
        gone.AddRange(["rewrite-target", "use-regex", "x-forwarded-prefix", "proxy-redirect-from", "proxy-redirect-to"]);
        if (!own.ContainsKey("proxy-cookie-path"))
        {
            gone.Add("proxy-cookie-path");
        }

        foreach (string name in gone)
        {
            own.Remove(name);
        }

        if (place.Base.Length > 0)
        {
            own["app-root"] = $"{place.Base}/";
        }

        if (ownHost.Length == 0)
        {
            editor.Refuse("its host is not a name that a host of its own could stand below: name one");
        }
        else if (IsAlone)
        {
            editor.SetHost(target.Path, ownHost);
            editor.SetPath(target.Path, "/", "Prefix");
            return false;
        }

        Beside(editor, "host", $"{target.Ingress.Name} at a host of its own.", ownHost, own, gone, [("/", "Prefix")]);
        editor.RemovePath(target.Path);
        return true;
    }

    private void Beside(
        ManifestEditor editor, string suffix, string comment, string host, Dictionary<string, string> own, List<string> gone, IReadOnlyList<(string Path, string Type)> paths)
    {
        Dictionary<string, string> annotations = NewIngress.Shared(target.Ingress, Prefix);
        gone.ForEach(g => annotations.Remove($"{Prefix}/{g}"));
        foreach ((string name, string value) in own)
        {
            annotations[$"{Prefix}/{name}"] = value;
        }

        editor.Append(NewIngress.Write(target, comment, NameOf(suffix), hasNamespace, host, annotations, paths));
    }

    private string NameOf(string suffix)
    {
        string name = $"{target.Ingress.Name}-{suffix}";
        for (int number = 2; set.Ingresses.Any(i => i.Namespace == target.Ingress.Namespace && i.Name == name); number++)
        {
            name = $"{target.Ingress.Name}-{suffix}-{number}";
        }

        return name;
    }

    private void RemoveIfThere(ManifestEditor editor, string name)
    {
        if (target.Ingress.Annotation($"{Prefix}/{name}") is not null)
        {
            editor.RemoveAnnotation($"{Prefix}/{name}");
        }
    }
}
