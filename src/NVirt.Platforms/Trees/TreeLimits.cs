namespace NVirt.Platforms.Trees;

/// <summary>How large a tree may be.</summary>
internal static class TreeLimits
{
    public const int MaxDepth = 64;
    public const int MaxNodes = 1_000_000;
}
