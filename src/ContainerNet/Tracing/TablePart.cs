namespace ContainerNet.Tracing;

/// <summary>The part of our trace table that the kernel refused.</summary>
internal enum TablePart
{
    /// <summary>The request as a whole.</summary>
    All,

    /// <summary>The table, which has an owner.</summary>
    Table,

    /// <summary>A base chain.</summary>
    Chain,

    /// <summary>A rule.</summary>
    Rule,
}
