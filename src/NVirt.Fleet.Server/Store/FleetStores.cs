namespace NVirt.Fleet.Server.Store;

internal static class FleetStores
{
    public static IFleetStore Open(string db) => throw new StoreException(db);

    public static string NameOf(string db) => db;
}
