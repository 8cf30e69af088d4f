using System.Globalization;
using System.Security.Cryptography;
using Portable.Http;

namespace MyApi;

/// <summary>The handlers of the routes.</summary>
internal sealed class OrderHandlers(IOrderStore store)
{
    private const int IdLength = 32;
    private const int MostCharacters = 100;
    private const int MostPieces = 1000;

    private static readonly AppResponse MalformedItem =
        AppResponse.Error(400, "malformed-item", $"item must be a text of 1 to {MostCharacters} characters");

    private static readonly AppResponse MalformedQuantity =
        AppResponse.Error(400, "malformed-quantity", $"quantity must be a text with a whole number from 1 to {MostPieces}");

    private static readonly AppResponse UnknownOrder = AppResponse.Error(404, "unknown-order", "There is no order with this id");

    public async ValueTask<AppResponse> AddAsync(AppRequest request, CancellationToken cancellationToken)
    {
        if (!Form.TryRead(request, out var form))
            return Errors.MalformedRequest;
        if (form["item"]?.Trim() is not { Length: > 0 and <= MostCharacters } item)
            return MalformedItem;
        if (!int.TryParse(form["quantity"], NumberStyles.None, CultureInfo.InvariantCulture, out var quantity) || quantity is < 1 or > MostPieces)
            return MalformedQuantity;

        var order = new Order(RandomNumberGenerator.GetHexString(IdLength, lowercase: true), item, quantity);
        await store.AddAsync(order, cancellationToken);
        return Json(201, order) with { Location = $"/orders/{order.Id}" };
    }

    public async ValueTask<AppResponse> FindAsync(AppRequest request, CancellationToken cancellationToken)
    {
        var id = request.RouteValues["id"];
        var order = id.Length == IdLength && id.All(char.IsAsciiHexDigitLower) ? await store.FindAsync(id, cancellationToken) : null;
        return order is null ? UnknownOrder : Json(200, order);
    }

    private static AppResponse Json(int status, Order order) => AppResponse.Json(status, json =>
    {
        json.WriteString("Id"u8, order.Id);
        json.WriteString("Item"u8, order.Item);
        json.WriteNumber("Quantity"u8, order.Quantity);
    });
}
