namespace NVirt.Fleet.Server.Pages;

/// <summary>The files that pages use.</summary>
internal static class PageAssets
{
    /// <summary>How pages look.</summary>
    public static PageAsset Style { get; } = new("fleet.css", "text/css; charset=utf-8");

    /// <summary>The buttons that copy commands; pages work without it.</summary>
    public static PageAsset Script { get; } = new("copy.js", "text/javascript; charset=utf-8");

    /// <summary>What browsers show in their tabs.</summary>
    public static PageAsset Icon { get; } = new("icon.svg", "image/svg+xml");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<PageAsset> All { get; } = [Style, Script, Icon];
}
