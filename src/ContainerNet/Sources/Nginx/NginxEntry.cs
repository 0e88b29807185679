using System.Runtime.InteropServices;

namespace ContainerNet.Sources.Nginx;

/// <summary>A directive as a file keeps it: numbers only, so that thousands of files cost the garbage collector nothing.</summary>
/// <param name="Line">The line of its first word.</param>
/// <param name="FirstWord">The number of its name among the words of the file.</param>
/// <param name="WordCount">The name and the arguments. Behind those of a block of Lua stands the place of its script.</param>
/// <param name="End">The number of the entry behind its block; 0 where it has none, and <see cref="Lua"/> where that is Lua.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct NginxEntry(int Line, int FirstWord, int WordCount, int End)
{
    /// <summary>What stands for the end of a block of Lua, in which there are no directives.</summary>
    public const int Lua = -1;
}
