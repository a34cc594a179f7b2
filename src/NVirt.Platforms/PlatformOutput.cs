using System.Collections.Immutable;

namespace NVirt.Platforms;

/// <summary>A file that a writer made.</summary>
/// <param name="Place">Where it belongs on the platform: a path, or a part of a resource.</param>
/// <param name="Text">What is in it, with the end of its last line.</param>
public sealed record PlatformFile(string Place, string Text);

/// <summary>What a writer made. Immutable.</summary>
/// <param name="Files">The files, at least one; the first is what was asked for.</param>
/// <param name="Remarks">What is lost.</param>
public sealed record PlatformOutput(ImmutableArray<PlatformFile> Files, ImmutableArray<StatementRemark> Remarks)
{
    internal PlatformOutput(string place, string text, params IEnumerable<StatementRemark> remarks)
        : this([new PlatformFile(place, text)], [.. remarks])
    {
    }

    /// <summary>The text of the first file.</summary>
    public string Text => Files[0].Text;
}
